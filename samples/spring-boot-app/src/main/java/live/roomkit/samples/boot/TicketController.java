package live.roomkit.samples.boot;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Opens and returns the tickets of a room. */
@RestController
@RequestMapping("/rooms/{roomId}/tickets")
class TicketController {

    private final TicketService tickets;

    TicketController(TicketService tickets) {
        this.tickets = tickets;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Ticket open(@PathVariable String roomId, @RequestBody NewTicket ticket) {
        if (ticket.subject() == null || ticket.subject().isBlank()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "subject must not be blank");
        }
        return this.tickets.open(roomId, ticket.subject());
    }

    @GetMapping
    List<Ticket> list(@PathVariable String roomId) {
        return this.tickets.list(roomId);
    }

    record NewTicket(String subject) {}
}
