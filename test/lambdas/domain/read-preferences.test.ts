import { readPreferences } from '../../../lambdas/domain/read-preferences';

const read = (...texts: string[]) => readPreferences({ lines: texts.map((text) => ({ text, page: 1 })) });

describe('read-preferences', () => {
  it('takes what is stated and marks the rest as absent', () => {
    const preferences = read(
      'Open to remote positions across Europe',
      'Notice period: 3 months',
      'Willing to relocate',
      'Visa status: H-1B',
    );

    expect(preferences).toEqual({
      workMode: { value: 'remote', source: 'stated' },
      relocation: { value: true, source: 'stated' },
      noticeDays: { value: 90, source: 'stated' },
      compensation: { value: null, source: 'absent' },
      workAuthorization: { value: 'H-1B', source: 'stated' },
    });
  });

  it('keeps a refusal to relocate apart from silence', () => {
    expect(read('Not willing to relocate').relocation).toEqual({ value: false, source: 'stated' });
    expect(read('Led a team of five').relocation.source).toBe('absent');
  });

  it('does not take work done remotely for a wish', () => {
    expect(read('Built a remote monitoring system').workMode.value).toBeNull();
  });
});
