import { templatesOf } from '../support/templates';

const AT_HOME = { account: '111111111111', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };
const keysOf = (stage: string) =>
  Object.entries(
    templatesOf({ ...AT_HOME, stage })
      .of('foundation')
      .findResources('AWS::KMS::Key'),
  );

describe('FoundationStack', () => {
  it('leaves no key behind when a dev stage is taken down, as a key is paid for while it exists', () => {
    const keys = keysOf('dev');
    expect(keys).toHaveLength(1);
    for (const [, { DeletionPolicy }] of keys) expect(DeletionPolicy).toBe('Delete');
  }, 300_000);

  it('keeps the keys of data, without which what stays could not be read, and not that of the alarms', () => {
    expect(keysOf('prod').map(([id, { DeletionPolicy }]) => [id.replace(/[0-9A-F]{8}$/, ''), DeletionPolicy])).toEqual([
      ['DataKey', 'RetainExceptOnCreate'],
      ['CandidatesKey', 'RetainExceptOnCreate'],
      ['AlarmKey', 'Delete'],
    ]);
  }, 300_000);
});
