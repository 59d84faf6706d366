-- The tables of holds, which keep data from being erased, swept and deleted. They exist only where holds were switched on.

SET LOCAL lock_timeout = '5s';

CREATE TABLE roomkit.holds (
    id          text COLLATE "C" NOT NULL,
    target_kind text COLLATE "C" NOT NULL,
    target_id   text COLLATE "C" NOT NULL,
    reason      text COLLATE "C" NOT NULL,
    placed_at   timestamptz      NOT NULL,
    CONSTRAINT holds_pkey PRIMARY KEY (id)
);

CREATE INDEX holds_placed_at_id_idx
    ON roomkit.holds (placed_at, id);
CREATE INDEX holds_target_id_target_kind_idx
    ON roomkit.holds (target_id, target_kind);

-- One row, which a transaction locks before it deletes, and changes before it places a hold.
CREATE TABLE roomkit.hold_guard (
    id     integer NOT NULL,
    placed bigint  NOT NULL,
    CONSTRAINT hold_guard_pkey PRIMARY KEY (id)
);

INSERT INTO roomkit.hold_guard (id, placed) VALUES (1, 0);
