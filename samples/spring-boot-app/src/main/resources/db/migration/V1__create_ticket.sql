-- The application's own table. The conversations are in the schema roomkit, which the starter looks after.
CREATE TABLE ticket (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id text NOT NULL,
    event_index bigint NOT NULL,
    subject text NOT NULL,
    CONSTRAINT ticket_room_id_subject_key UNIQUE (room_id, subject)
);
