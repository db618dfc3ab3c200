-- Tiles of the live stream are kept by caches for good: what they may not tell any more is told by the next generation,
-- whose number is part of their addresses.
ALTER TABLE plan.race ADD COLUMN tile_generation integer NOT NULL DEFAULT 1;
