// What the server says, as REST and the live socket write it. Times are race time, RFC 3339; lengths metres.

export type Sport = 'swim' | 'bike' | 'run' | 'transition' | 'other';

export interface Leg {
  id: string;
  name: string;
  sport: Sport;
  laps: number;
  begin_m: number;
  end_m: number;
  /** One lap: longitude, latitude. */
  line: [number, number][];
  /** Heights of one lap above the sea, `heights_step_m` apart from its begin to its end; null: not known. */
  heights_m?: number[] | null;
  heights_step_m?: number | null;
}

export interface Point {
  index: number;
  id: string;
  name: string;
  kind: string;
  leg: number;
  lap: number;
  along_m: number;
  position: [number, number];
}

export interface Athlete {
  bib: string;
  name: string;
  category: string;
  wave: string;
  /** The id of a variant; null: the race's own course. */
  variant: string | null;
  /** Which of the race's rankings the board shows it in, from 0; null: none. */
  board: number | null;
  team: string;
}

/** The unrolled way of a race or of one of its variants. */
export interface CourseData {
  length_m: number;
  official_length_m: number;
  legs: Leg[];
  points: Point[];
}

export interface Race {
  slug: string;
  name: string;
  starts_at: string;
  time_zone: string;
  rehearsal: { rate: number } | null;
  course: CourseData;
  /** Other courses of the race; an entry names its own. */
  variants: { id: string; name: string; course: CourseData }[];
  waves: { id: string; name: string; gun: string }[];
  categories: { id: string; name: string }[];
  /** Its rankings, in the order in which the board shows them. */
  boards: { id: string; name: string }[];
  entries: Athlete[];
  /** Address of land and coast around the courses (GeoJSON); only a page's JSON has it. */
  land?: string | null;
  /** What lies below the course besides; only a page's JSON has it. */
  basemap?: Basemap | null;
}

/** Text and at most one link: whose map it is. */
export interface Attribution {
  attribution: string;
  attribution_link: string | null;
}

export type Basemap = Attribution &
  (
    | { kind: 'raster'; url: string; max_zoom: number; tile_size: number }
    | { kind: 'style'; url: string }
    | { kind: 'pmtiles'; url: string; flavor: 'light' | 'dark' | 'white' | 'grayscale' | 'black' }
    /** Longitude and latitude of top left, top right, bottom right, bottom left. */
    | { kind: 'image'; url: string; corners: [LonLatPair, LonLatPair, LonLatPair, LonLatPair] }
  );

type LonLatPair = [number, number];

export type Status =
  | 'not_started'
  | 'racing'
  | 'off_course'
  | 'stopped'
  | 'silent'
  | 'finished'
  | 'over_time_limit'
  | 'did_not_finish'
  | 'did_not_start'
  | 'disqualified'
  | 'unscored'
  | 'lapped'
  | 'not_classified';

export interface LiveEntry {
  bib: string;
  status: Status;
  rank: number | null;
  gap_ms: number | null;
  along_m: number | null;
  fix_time: string | null;
  lat: number | null;
  lon: number | null;
  speed_mps: number | null;
  battery_pct: number | null;
  next_report_s: number | null;
  reason: number;
  /** Not separated from the one before it on the board. */
  linked: boolean;
}

export interface Passage {
  bib: string;
  point: string;
  leg: number;
  lap: number;
  time: string;
  standard_error_ms: number;
  source: string;
  revision: number;
  /** Nobody saw it: a gap whose ends leave one history. */
  bridged: boolean;
  /** false: a better time follows. */
  settled: boolean;
}

/** When an entry is expected at a timing point: 10, 50 and 90 % of such arrivals are earlier. */
export interface Arrival {
  point: string;
  leg: number;
  lap: number;
  p10: string;
  p50: string;
  p90: string;
  /** The live stream tells them rounded to such steps; REST does not. */
  step_ms?: number;
  /** What weighs in it, of the way left, as REST says: more than on flat ground, */
  slopes_s?: number;
  /** more than the course explains, as so many of today's field showed it, */
  field_s?: number;
  athletes?: number;
  /** and for not having moved for so long. */
  standing_s?: number;
}

export interface Forecast {
  bib: string;
  /** The next timing point and the finish; empty: expected nowhere any more. */
  arrivals: Arrival[];
}

/** How forecasts did that came true in the last hour. */
export interface Grade {
  horizon: 'near' | 'middle' | 'far';
  forecasts: number;
  inside: number;
}

/** What nobody may miss. A race numbers them from 1, without a hole. */
export type LiveEvent = { number: number; bib: string } & (
  | { kind: 'passage' | 'finish' | 'withdrawn'; passage: Passage }
  | { kind: 'status'; status: Status; time: string }
);

export interface Frame {
  type: 'keyframe' | 'delta';
  /** epoch.sequence: where to resume from. */
  id: string;
  race_time: string;
  state: 'before' | 'live' | 'finished';
  entries: LiveEntry[];
  passages: Passage[];
  /** Those are all that there are. */
  has_all_passages?: boolean;
  forecasts: Forecast[];
  grades: Grade[];
  /** Number of the race's newest event as of this message. */
  last_event: number;
  /** Those up to it that this message tells. A keyframe tells none, and is silent of passages then. */
  events: LiveEvent[];
}
