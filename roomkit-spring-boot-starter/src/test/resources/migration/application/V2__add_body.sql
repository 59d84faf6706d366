ALTER TABLE application_note ADD COLUMN body text;
