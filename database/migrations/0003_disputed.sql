-- Numbers that came again with another content: kept aside, and never receipted, so that the unit sees that
-- the server does not hold what it holds.
ALTER TABLE race.unit_epoch ADD COLUMN disputed int8multirange NOT NULL DEFAULT '{}';
