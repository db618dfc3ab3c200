-- A race with acts or publications is never deleted. One that is retired is kept, is in no list and is scored no more.
ALTER TABLE plan.race ADD COLUMN retired_at timestamptz; -- wall time; NULL: it is not
