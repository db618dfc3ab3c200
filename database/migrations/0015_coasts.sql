-- Where land meets water around a race's courses: GeoJSON, clipped from Natural Earth at import.
CREATE TABLE plan.coast (
    race_id integer NOT NULL,
    geojson text NOT NULL,
    CONSTRAINT coast_pk PRIMARY KEY (race_id),
    CONSTRAINT coast_race FOREIGN KEY (race_id) REFERENCES plan.race ON DELETE CASCADE
);
