import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

// Imported before the library, and so run before it: its worker is on its way while a phone still makes sense of the
// library itself, which takes it most of a second.
void fetch(workerUrl).catch(() => undefined); // the map asks again, and says what is wrong

export { workerUrl };
