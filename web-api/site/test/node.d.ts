// All of node that tests use: to read the files that the server's tests write.
declare module 'node:fs' {
  export function readFileSync(path: URL): Uint8Array;
}
