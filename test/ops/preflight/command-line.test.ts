/** The command line of preflight, and the context files of the CDK. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contextOfFiles } from '../../../ops/context';
import { readCommandLine } from '../../../ops/preflight/command-line';

describe('the command line of preflight', () => {
  it('takes context as the CDK does, and short forms for stage and region', () => {
    const args = [
      '--stage',
      'prod',
      '--region',
      'eu-west-1',
      '-c',
      'waf=false',
      '--context',
      'alarmEmail=a=b@example.com',
    ];
    expect(readCommandLine(args, { waf: 'true', budgetUsd: 5 })).toEqual({
      context: { waf: 'false', budgetUsd: 5, alarmEmail: 'a=b@example.com', stage: 'prod', region: 'eu-west-1' },
      json: false,
      policy: false,
    });
  });

  it('asks nothing of somebody who wants help', () => {
    expect(readCommandLine(['--help'], {})).toBeUndefined();
  });

  it.each([
    [['-c', 'stage'], '-c takes KEY=VALUE, not "stage".'],
    [['-c', '=prod'], '-c takes KEY=VALUE, not "=prod".'],
  ])('refuses %j', (args, message) => {
    expect(() => readCommandLine(args, {})).toThrow(message);
  });

  it('refuses an option that it does not have', () => {
    expect(() => readCommandLine(['--profile', 'x'], {})).toThrow(/--profile/);
  });
});

describe('context files', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'preflight-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('give their keys of ours, the later file the stronger, and none of the CDK’s own', () => {
    const write = (name: string, content: unknown) => writeFileSync(path.join(root, name), JSON.stringify(content));
    write('.cdk.json', { context: { stage: 'prod', budgetUsd: 7 } });
    write('cdk.json', {
      app: 'x',
      context: { '@aws-cdk/core:flag': true, 'cli-telemetry': false, stage: 'dev', waf: true },
    });
    write('cdk.context.json', { stage: 'staging', 'availability-zones:account=1': [] });
    expect(contextOfFiles(root, root)).toEqual({ stage: 'staging', waf: true, budgetUsd: 7 });
  });

  it('of this project set nothing by themselves', () => {
    expect(contextOfFiles(process.cwd(), path.join(root, 'nowhere'))).toEqual({});
  });
});
