package live.roomkit.samples.assistant;

import live.roomkit.ai.spring.RoomKitChatMemory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Starts the assistant of a shop. The assistant tells customers where their parcels are. */
@SpringBootApplication
public class AssistantApplication {

    /**
     * Order of the memory advisor, which reads and writes the chat memory. With this order, the advisor that calls
     * tools runs the memory advisor at each call of the model. The memory therefore also stores tool calls and their
     * results.
     */
    private static final int WITHIN_TOOL_CALLS = Ordered.HIGHEST_PRECEDENCE + 1_000;

    /** Starts the application. */
    public static void main(String[] args) {
        SpringApplication.run(AssistantApplication.class, args);
    }

    @Bean
    ChatClient chatClient(RoomKitChatMemory memory, ParcelTools tools) {
        return ChatClient.builder(new LocalChatModel())
                .defaultSystem("You are the assistant of a shop. Be brief.")
                .defaultTools(tools)
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory)
                        .order(WITHIN_TOOL_CALLS)
                        .build())
                .build();
    }
}
