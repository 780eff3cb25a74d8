/** Writes docs/deploy-rules.md from the rules of lib/rules. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { rulesDocument } from '../lib/rules/document';

writeFileSync(path.join(__dirname, '..', 'docs', 'deploy-rules.md'), rulesDocument());
console.log('Wrote docs/deploy-rules.md.');
