package live.roomkit.boot.test.autoconfigure;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An entity of the application. */
@Entity
@Table(name = "note")
class ExampleNote {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String roomId = "";

    protected ExampleNote() {}

    ExampleNote(String roomId) {
        this.roomId = roomId;
    }

    @Nullable
    Long id() {
        return this.id;
    }

    String roomId() {
        return this.roomId;
    }
}
