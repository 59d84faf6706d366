-- The table of the turns that nodes take to sweep by a policy. It exists only where sweeps in turn were switched on.

SET LOCAL lock_timeout = '5s';

CREATE TABLE roomkit.sweeps (
    policy       text COLLATE "C" NOT NULL,
    due_at       timestamptz      NOT NULL,
    turn         bigint           NOT NULL,
    lease_until  timestamptz      NOT NULL,
    position     text COLLATE "C" NOT NULL,
    completed_at timestamptz,
    behind_since timestamptz,
    held_rooms   bigint           NOT NULL,
    CONSTRAINT sweeps_pkey PRIMARY KEY (policy)
);
