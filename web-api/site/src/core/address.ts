// The state of the page in its address: ?a=101,107&t=5400&follow=101&v=board

export const boardViews = ['overall', 'category', 'favourites', 'splits', 'graphs', 'feed'] as const;
export type BoardView = (typeof boardViews)[number];

export interface PageAddress {
  /** Favourites that came with the link. */
  athletes: string[];
  /** The moment to show, race seconds after the start; undefined: now. */
  moment: number | undefined;
  follow: string | undefined;
  view: BoardView;
  /** How far behind the race the page stays, race seconds. */
  delay: number;
}

const mostAthletes = 50;
const longestBib = 12;
const longestRace = 14 * 86_400; // seconds
const longestDelay = 600;

const isBib = (text: string) => text.length > 0 && text.length <= longestBib && /^[A-Za-z0-9-]+$/.test(text);

function seconds(text: string | null, least: number, most: number): number | undefined {
  if (text === null || !/^-?\d{1,8}$/.test(text)) return undefined;
  return Math.min(Math.max(Number(text), least), most);
}

/** Whatever stands there that is not known or out of range is left aside. */
export function readAddress(search: string): PageAddress {
  const given = new URLSearchParams(search);
  const follow = given.get('follow') ?? '';
  const view = boardViews.find((each) => each === given.get('v'));
  return {
    athletes: (given.get('a') ?? '').split(',').filter(isBib).slice(0, mostAthletes),
    moment: seconds(given.get('t'), -86_400, longestRace),
    follow: isBib(follow) ? follow : undefined,
    view: view ?? 'overall',
    delay: seconds(given.get('delay'), 0, longestDelay) ?? 0,
  };
}

/** The shortest address that says the same; empty when all is as at first. */
export function writeAddress(address: PageAddress): string {
  const parts = [
    address.athletes.length > 0 && `a=${address.athletes.slice(0, mostAthletes).join(',')}`,
    address.moment !== undefined && `t=${Math.round(address.moment)}`,
    address.follow !== undefined && `follow=${address.follow}`,
    address.view !== 'overall' && `v=${address.view}`,
    address.delay > 0 && `delay=${address.delay}`,
  ].filter(Boolean);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
