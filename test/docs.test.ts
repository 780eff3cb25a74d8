import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { HELP as COMPARE } from '../ops/compare/command-line';
import { HELP as COST } from '../ops/cost/command-line';
import { failOver } from '../ops/fail-over/command';
import { flags } from '../ops/flags/command';
import { HELP as PREFLIGHT } from '../ops/preflight/command-line';
import { rebuildVectors } from '../ops/rebuild-vectors/command';
import { restoreTable } from '../ops/restore-table/command';
import { rollBack } from '../ops/roll-back/command';
import { rollout } from '../ops/rollout/command';
import { rotateSecret } from '../ops/rotate-secret/command';
import { shadows } from '../ops/shadows/command';
import { HELP as SMOKE } from '../ops/smoke/command-line';

const root = path.join(__dirname, '..');
const pages = [
  ...readdirSync(root),
  ...['docs', 'dev', 'evals', 'lambdas', 'test'].flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => path.join(room, file)),
  ),
].filter((file) => file.endsWith('.md'));
const read = (page: string) => readFileSync(path.join(root, page), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const nobody = { readKey: async () => '', tryKey: async () => undefined };
const commands = [failOver, rebuildVectors, restoreTable, rollBack, rotateSecret(nobody), flags, rollout, shadows];
const helpOf = new Map([
  ...commands.map(({ name, help }) => [name, help] as const),
  ['compare', COMPARE],
  ['cost', COST],
  ['preflight', PREFLIGHT],
  ['smoke', SMOKE],
]);

/** Folders whose files the pages name from the top of the project. */
const ROOMS = /^(?:lambdas|lib|bin|ops|dev|test|docs|evals|bench|scripts|\.ci)\/[^\s*<>…]+$/;

/** Anchors that a page has, as GitHub makes them of its headings: lower case, no punctuation, hyphens for spaces. */
const anchorsOf = (page: string) =>
  [
    ...read(page)
      .replaceAll(/^```.*?^```/gms, '')
      .matchAll(/^#+ +(.+)$/gm),
  ].map((match) =>
    (match[1] ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );

describe.each(pages)('%s', (page) => {
  it('links only to files that exist', () => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '');

    expect(targets.filter((target) => !existsSync(path.join(root, path.dirname(page), target)))).toEqual([]);
  });

  it('links only to headings that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/g)].map((match) => ({
      target: match[1] === '' ? page : path.join(path.dirname(page), match[1] ?? ''),
      anchor: match[2] ?? '',
    }));

    expect(links.filter(({ target, anchor }) => target.endsWith('.md') && !anchorsOf(target).includes(anchor))).toEqual(
      [],
    );
  });

  it('names only npm scripts that exist', () => {
    const named = [...read(page).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? '');

    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("gives operators' commands only options that they have", () => {
    const lines = read(page).replaceAll(/\\\n/g, ' ');
    const wrong = [...lines.matchAll(/\bnpm run ([\w-]+)((?: [^`\n#]*)?)/g)].flatMap(([, name = '', given = '']) =>
      (given.match(/--[a-z][a-z-]*/g) ?? []).filter((option) => !(helpOf.get(name) ?? option).includes(option)),
    );

    expect(wrong).toEqual([]);
  });

  it('names only files of the project that exist', () => {
    const named = [...read(page).matchAll(/`([^`\s]+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => ROOMS.test(name));

    expect(named.filter((name) => !existsSync(path.join(root, name.replace(/:\d+$/, ''))))).toEqual([]);
  });
});
