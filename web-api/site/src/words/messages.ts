import type en from '../../messages/en.json';

/** Every text of the page has a key; messages/*.json say it in each language. */
export type MessageKey = keyof typeof en;
export type Messages = Record<MessageKey, string>;

const loaders: Record<string, () => Promise<{ default: Messages }>> = {
  en: () => import('../../messages/en.json'),
  fr: () => import('../../messages/fr.json'),
};

export const languages = Object.keys(loaders);

/** Those of one language alone are fetched; of one that there is not, the English ones. */
export async function loadMessages(language: string): Promise<Messages> {
  return (await (loaders[language] ?? loaders.en!)()).default;
}

/** What only the graphs say; the build takes it out of the files above (vite.config.ts). */
const graphLoaders: typeof loaders = {
  en: () => import('../../messages/en.json?graphs'),
  fr: () => import('../../messages/fr.json?graphs'),
};

export async function loadGraphMessages(language: string): Promise<Messages> {
  return (await (graphLoaders[language] ?? graphLoaders.en!)()).default;
}

/** Puts values where a message has {name}; what it has no value for stays as it is. */
export function filled(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
