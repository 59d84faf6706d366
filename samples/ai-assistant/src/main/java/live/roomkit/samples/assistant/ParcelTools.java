package live.roomkit.samples.assistant;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The tools of the assistant. */
@Component
class ParcelTools {

    private final String courierUrl;

    ParcelTools(@Value("${courier.url:}") String courierUrl) {
        this.courierUrl = courierUrl;
    }

    @Tool(description = "Tells where a parcel is")
    String track(String number) {
        if (this.courierUrl.isEmpty()) {
            return "on its way";
        }
        return String.valueOf(RestClient.create(this.courierUrl)
                .get()
                .uri("/parcels/{number}", number)
                .retrieve()
                .body(String.class));
    }
}
