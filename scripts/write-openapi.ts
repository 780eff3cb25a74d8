/** Writes docs/openapi.json from the route table; with `--check` it only says whether the file is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../lambdas/http/openapi';
import { allRoutes } from '../lambdas/http/routes';

const file = path.join(__dirname, '..', 'docs', 'openapi.json');
const fresh = `${JSON.stringify(openApiDocument(allRoutes), null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (written() !== fresh) {
    console.error('docs/openapi.json is not what the routes say. Run `npm run openapi` and commit the file.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, fresh);
  console.log(`Wrote docs/openapi.json (${allRoutes.length} operations).`);
}

function written(): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
