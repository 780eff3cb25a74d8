/** The tools on this machine: what `npm ci` installed is what deploys. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Check, type Finding, ok, problem } from './check';

export const toolsCheck: Check = {
  name: 'tools',
  permissions: () => [],
  run: () => Promise.resolve(findTools(process.cwd(), process.versions.node)),
};

/** @param root the folder with package.json and node_modules */
export function findTools(root: string, nodeVersion: string): Finding[] {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return [problem(`Node.js ${nodeVersion} is too old; 20.19 is the least.`, 'Install Node.js 24, then: npm ci')];
  }
  const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const tools = ['aws-cdk', 'aws-cdk-lib', 'esbuild'];
  const installed = tools.map((name) => ({ name, wanted: devDependencies[name], found: versionOf(root, name) }));
  const wrong = installed.find(({ wanted, found }) => wanted !== found);
  if (wrong !== undefined) {
    const found = wrong.found === undefined ? 'not installed' : `${wrong.found}`;
    return [problem(`${wrong.name} should be ${wrong.wanted} and is ${found}.`, 'npm ci')];
  }
  return [ok(`Node.js ${nodeVersion}, ${installed.map(({ name, found }) => `${name} ${found}`).join(', ')}.`)];
}

function versionOf(root: string, name: string): string | undefined {
  const file = path.join(root, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
