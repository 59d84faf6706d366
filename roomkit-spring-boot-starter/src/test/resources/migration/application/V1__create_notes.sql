CREATE TABLE application_note (id text PRIMARY KEY);
