import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { WireError } from '../../../dev/dynamodb/wire';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import { dynamoCandidateStore } from '../../../lambdas/storage/dynamo-candidate-store';
import { dynamoResumeStore } from '../../../lambdas/storage/dynamo-resume-store';
import { RESUME_TERMS_PREFIX } from '../../../lambdas/storage/table-schema';
import { describeCandidateStore } from '../../contract/candidate-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

describe('dynamoCandidateStore', () => {
  const clock = testClock();
  const DAY_MS = 86_400_000;
  let tables: LaptopTables;
  /** An operation on the tables that fails: the first with this name and key. */
  let failing: { operation: string; pk: string } | undefined;
  beforeAll(async () => {
    tables = await openLaptopTables({
      clock,
      intercept: (operation, body) => {
        const { Item, Key } = body as Record<string, { pk?: { S: string } } | undefined>;
        const pk = (Item ?? Key)?.pk?.S;
        if (failing?.operation !== operation || !pk?.startsWith(failing.pk)) return undefined;
        throw new WireError({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' }, 500);
      },
    });
  });
  afterAll(() => tables.close());
  afterEach(() => {
    failing = undefined;
  });

  const open = () => {
    const deps = { client: tables.client, table: tables.names.candidates, clock };
    return { candidates: dynamoCandidateStore(deps), resumes: dynamoResumeStore({ ...deps, retentionDays: 30 }) };
  };
  const resume = parsedResumeSchema.parse({ basics: { label: 'Nurse' } });
  const terms = new Map([['title:nurse', 3]]);
  const itemsOf = async (owner: string) => {
    const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.names.candidates }));
    return Items.filter(({ pk }) => pk?.S?.endsWith(`#${owner}`));
  };

  describeCandidateStore(open);

  it('keeps a row of words beside the resume, with the same end', async () => {
    const { resumes } = open();
    await resumes.put('row', resume, undefined, ['title:nurse', 'skill:triage']);

    const [one, two] = await itemsOf('row');
    const row = [one, two].find((item) => item?.pk?.S?.startsWith(RESUME_TERMS_PREFIX));
    expect(row?.terms?.S).toBe('title:nurse\nskill:triage');
    expect(one?.expiresAt).toEqual(two?.expiresAt);
  });

  it('leaves no row behind when a resume is deleted', async () => {
    const { resumes } = open();
    const { id } = await resumes.put('left', resume, undefined, ['title:nurse']);
    await resumes.put('left', { ...resume, id }, undefined, ['title:other']);
    await resumes.delete('left', id);

    expect(await itemsOf('left')).toEqual([]);
  });

  it('lets a deletion that broke off in the middle be done again', async () => {
    const { resumes } = open();
    const { id } = await resumes.put('half', resume, undefined, ['title:nurse']);
    failing = { operation: 'DeleteItem', pk: 'RESUME#' };

    await expect(resumes.delete('half', id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    failing = undefined;
    expect(await resumes.delete('half', id)).toBe(true);
    expect(await itemsOf('half')).toEqual([]);
  });

  it('writes no row for a resume that could not be stored, and finds a resume whose row could not be', async () => {
    const { resumes, candidates } = open();
    failing = { operation: 'PutItem', pk: 'RESUME#' };
    await expect(resumes.put('torn', resume, undefined, ['title:nurse'])).rejects.toThrow();
    expect(await itemsOf('torn')).toEqual([]);

    failing = { operation: 'PutItem', pk: RESUME_TERMS_PREFIX };
    await expect(resumes.put('torn', resume, undefined, ['title:nurse'])).rejects.toThrow();
    failing = undefined;
    expect((await candidates.find('torn', terms, { limit: 5 })).resumes).toHaveLength(1);
  });

  it('gives nothing past its retention, also while the table still has it', async () => {
    const { resumes, candidates } = open();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await resumes.put('old', resume, undefined, ['title:nurse'])).id);
    clock.advance(30 * DAY_MS - 1000);
    expect((await candidates.find('old', terms, { limit: 2 })).resumes).toHaveLength(2);
    clock.advance(1000);

    expect(await candidates.find('old', terms, { limit: 2 })).toEqual({ resumes: [], stored: 0 });
    expect(await candidates.find('old', terms, { limit: 9 })).toEqual({ resumes: [], stored: 0 });
    expect(await candidates.getMany('old', ids)).toEqual([]);
  });

  it('leaves out a row whose resume is gone', async () => {
    const { resumes, candidates } = open();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await resumes.put('lost', resume, undefined, ['title:nurse'])).id);
    const [first = ''] = [...ids].sort();
    await tables.client.send(
      new DeleteItemCommand({
        TableName: tables.names.candidates,
        Key: { pk: { S: 'RESUME#lost' }, sk: { S: first } },
      }),
    );

    expect((await candidates.find('lost', terms, { limit: 2 })).resumes).toHaveLength(1);
    expect((await candidates.find('lost', terms, { limit: 9 })).resumes).toHaveLength(2);
  });
});
