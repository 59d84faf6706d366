CREATE INDEX application_note_body_idx ON application_note (body);
