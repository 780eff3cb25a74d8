import { feedbackOf, feedbackRequestSchema } from '../../../lambdas/domain/feedback';

const requestId = '0a9f3c1e-7d52-4b8e-9c61-2f4d8e7b5a10';
const answer = {
  operation: 'parseResume',
  capability: 'parse',
  arm: 'aws',
  provider: 'bedrock',
  model: 'reader',
  promptVersion: 'parse-resume@1',
} as const;

describe('feedbackRequestSchema', () => {
  const takes = (said: object) => feedbackRequestSchema.safeParse({ requestId, rating: 3, ...said }).success;

  it('takes a rating alone, or with reasons', () => {
    expect(takes({})).toBe(true);
    expect(
      takes({ aspect: 'slow', comment: 'Ten seconds.', fields: ['/resume/work/0/startDate', '/matches/12'] }),
    ).toBe(true);
  });

  it.each([
    ['no star', { rating: 0 }],
    ['six stars', { rating: 6 }],
    ['half a star', { rating: 2.5 }],
    ['an aspect of its own', { aspect: 'rude' }],
    ['a comment without words', { comment: ' ' }],
    ['a comment of 1,001 characters', { comment: 'a'.repeat(1_001) }],
    ['a field that is a sentence', { fields: ['/resume/the name of Ada is wrong'] }],
    ['a field without a slash', { fields: ['resume'] }],
    ['21 fields', { fields: Array.from({ length: 21 }, (_, at) => `/resume/work/${at}`) }],
    ['an unknown field', { mood: 'good' }],
    ['an id with a sign', { requestId: 'a#b' }],
  ])('refuses %s', (_, said) => {
    expect(takes(said)).toBe(false);
  });
});

describe('feedbackOf', () => {
  it('joins the rating to what gave the answer, without the id that is its key', () => {
    expect(feedbackOf({ requestId, rating: 4, aspect: 'missing' }, answer)).toEqual({
      rating: 4,
      aspect: 'missing',
      answer,
    });
  });

  it.each([
    ['an e-mail address', 'Write to ada.lund@example.com about it.', 'Write to [redacted] about it.'],
    ['a telephone number', 'Call +44 7700 900561, please.', 'Call [redacted], please.'],
    ['a link', 'Compare https://example.com/cv/ada then.', 'Compare [redacted] then.'],
  ])('takes %s out of the comment', (_, comment, stored) => {
    expect(feedbackOf({ requestId, rating: 1, comment }, answer).comment).toBe(stored);
  });
});
