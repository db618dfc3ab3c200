/// <reference types="vite/client" />

declare module '*.json?graphs' {
  const messages: typeof import('../messages/en.json');
  export default messages;
}
