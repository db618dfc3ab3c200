-- Whoever stores fixes of a race that it does not score leaves word here: the entry is to be scored anew, from the
-- earliest time (race time) that its new fixes can touch; -infinity: with all of them. Who scores the race takes the
-- row away, then reads the track.
ALTER TABLE race.rescore_due ADD COLUMN late_from timestamptz NOT NULL DEFAULT '-infinity';
