import { describe, expect, test } from 'vitest';
import { readAddress, writeAddress } from '../src/core/address';

const plain = { athletes: [], moment: undefined, follow: undefined, view: 'overall', delay: 0 } as const;

describe('the address of a page', () => {
  test('says all that is shown', () =>
    expect(readAddress('?a=101,107&t=5400&follow=101&v=splits&delay=30')).toEqual({
      athletes: ['101', '107'], moment: 5400, follow: '101', view: 'splits', delay: 30,
    }));
  test('is empty when all is as at first', () => {
    expect(readAddress('')).toEqual(plain);
    expect(writeAddress({ ...plain, athletes: [] })).toBe('');
  });
  test('is read as it was written', () => {
    const address = { athletes: ['7', 'A12'], moment: -60, follow: '7', view: 'feed', delay: 5 } as const;
    expect(readAddress(writeAddress({ ...address, athletes: [...address.athletes] }))).toEqual(address);
  });
  test('leaves aside what it does not know', () =>
    expect(readAddress('?a=%3Cb%3E,,12345678901234&t=soon&follow=a%20b&v=admin&delay=-3&x=1')).toEqual(plain));
  test('keeps times and lists within their limits', () => {
    const bibs = Array.from({ length: 80 }, (_, i) => String(i)).join(',');
    expect(readAddress(`?a=${bibs}`).athletes).toHaveLength(50);
    expect(readAddress('?t=99999999').moment).toBe(14 * 86_400);
    expect(readAddress('?delay=99999').delay).toBe(600);
  });
});
