--liquibase formatted sql

--changeset application:1
CREATE TABLE application_note (id text PRIMARY KEY);
