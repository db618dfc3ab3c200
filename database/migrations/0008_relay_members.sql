-- Who goes which leg of a relay, as entries.csv says it: "bike=Ana; run=Bo"; empty: no relay.
ALTER TABLE plan.entry ADD COLUMN members text NOT NULL DEFAULT '';
