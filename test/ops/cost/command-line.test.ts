import { readCommandLine } from '../../../ops/cost/command-line';

describe('command line of npm run cost', () => {
  it('takes stage and region as the other commands do, before what -c and the files say', () => {
    const options = readCommandLine(
      ['--stage', 'prod', '--region', 'eu-west-1', '-c', 'region=us-west-2', '-c', 'waf=false', '--requests', '1,000'],
      { stage: 'dev' },
    );

    expect(options).toMatchObject({
      context: { stage: 'prod', region: 'eu-west-1', waf: 'false' },
      requests: 1_000,
      jobs: 10_000,
      json: false,
    });
  });

  it.each([['--requests=-5'], ['--jobs=many']])('refuses %s', (arg) => {
    expect(() => readCommandLine([arg], {})).toThrow(/takes a whole number/);
  });
});
