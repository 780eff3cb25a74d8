/** `npm run diagram`: writes docs/deployed.md from the templates; with `--check`, says whether it is up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goOnWithoutReader } from './closed-pipe';
import { page } from './diagram/page';
import { synthesise } from './synthesise';

const FILE = join(__dirname, '../docs/deployed.md');

/** A production stage as docs/deploy.md deploys it first. */
const DRAWN = { stage: 'prod', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };

/** Every key that adds a stack. */
const FULL = {
  ...DRAWN,
  account: '111111111111',
  audit: 'true',
  backfill: 'true',
  backupCopyRegion: 'eu-central-1',
  replicaRegion: 'eu-central-1',
  sageMaker: 'serverless',
  pipelineConnectionArn:
    'arn:aws:codeconnections:eu-west-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
  pipelineRepository: 'example/talent-match',
};

const HELP = `npm run diagram              writes docs/deployed.md from the templates
npm run diagram -- --check   ends with 1 when it is out of date`;

/** Exit codes: 0 written or up to date, 1 out of date, 2 the command line is wrong. */
function main(args: readonly string[]): number {
  if (args.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 1 || (args.length === 1 && args[0] !== '--check')) {
    console.error(HELP);
    return 2;
  }
  const made = page(synthesise(DRAWN).stacks, '`-c stage=prod`', synthesise(FULL).stacks);
  if (args[0] !== '--check') {
    writeFileSync(FILE, made);
    return 0;
  }
  if (existsSync(FILE) && readFileSync(FILE, 'utf8') === made) return 0;
  console.error('docs/deployed.md is out of date: npm run diagram');
  return 1;
}

goOnWithoutReader();
process.exitCode = main(process.argv.slice(2));
