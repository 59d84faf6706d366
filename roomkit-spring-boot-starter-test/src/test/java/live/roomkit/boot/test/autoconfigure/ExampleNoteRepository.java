package live.roomkit.boot.test.autoconfigure;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** A JPA repository of the application. */
interface ExampleNoteRepository extends JpaRepository<ExampleNote, Long> {

    List<ExampleNote> findByRoomId(String roomId);
}
