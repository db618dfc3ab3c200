interface Stamp {
  digest: string | null;
  engine: string | null;
}

/** The digest was rendered with the page; whoever opens it gets the one of now. */
export function renewDigest(page: Document, slug: string): void {
  const details = page.querySelector<HTMLDetailsElement>('#digest');
  details?.addEventListener('toggle', async () => {
    if (!details.open) return;
    const answer = await fetch(`/api/v1/races/${slug}/digest`).catch(() => undefined);
    if (!answer?.ok) return; // what was rendered stays
    const { digest, engine } = (await answer.json()) as Stamp;
    if (!digest) return;
    page.querySelector('#digest-short')!.textContent = digest.slice(0, 8);
    page.querySelector('#digest-long')!.textContent = digest;
    page.querySelector('#engine')!.textContent = engine ?? '';
  });
}
