/** Stored resumes of one owner, by the words and skills they name: a small row beside each resume, all under the owner. */
import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { CandidateStore, Clock, Ending } from '../ports';
import { readAll } from './batches';
import { readStoredResume, resumeKey } from './dynamo-resume-store';
import { answerOf, endingWith } from './store-error';
import { RESUME_PREFIX, RESUME_TERMS_PREFIX } from './table-schema';

/** Rows of one owner that are looked at: 25 pages of the store. Ids are random, so beyond it is a sample that stays the same. */
const MAX_ROWS = 50_000;
const ATTRIBUTES = ['sk', 'resume', 'expiresAt'] as const;

type Item = Record<string, AttributeValue>;
type Found = Awaited<ReturnType<CandidateStore['getMany']>>[number];

export function dynamoCandidateStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): CandidateStore {
  const { client, table, clock } = deps;

  /** Items under one key, in the order of their ids; `attributes` of each. */
  async function under(pk: string, attributes: readonly string[], limit: number, call: Ending | undefined) {
    const items: Item[] = [];
    let from: Item | undefined;
    do {
      const page = await answerOf(
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: marshall({ ':pk': pk }),
            ExpressionAttributeNames: Object.fromEntries(attributes.map((name, i) => [`#${i}`, name])),
            ProjectionExpression: attributes.map((_, i) => `#${i}`).join(', '),
            Limit: limit - items.length,
            ExclusiveStartKey: from,
          }),
          endingWith(call),
        ),
      );
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined && items.length < limit);
    return items;
  }

  /** DynamoDB removes expired items late. */
  const isAlive = ({ expiresAt }: Item) => Number(expiresAt?.N ?? 0) > Math.floor(clock.now() / 1000);
  const read = (items: readonly Item[]): Found[] =>
    items.filter(isAlive).map((item) => {
      const { sk, ...rest } = unmarshall(item);
      return { ...readStoredResume(rest).resume, id: String(sk) };
    });

  async function getMany(owner: string, ids: readonly string[], call: Ending | undefined): Promise<Found[]> {
    const keys = ids.map((id) => marshall(resumeKey(owner, id)));
    return read(await readAll(client, table, keys, ATTRIBUTES, call)).sort(byId);
  }

  return {
    getMany: (owner, ids, call) => getMany(owner, [...new Set(ids)], call),

    async find(owner, terms, { limit }, call) {
      const rows = (await under(RESUME_TERMS_PREFIX + owner, ['sk', 'terms', 'expiresAt'], MAX_ROWS, call)).filter(
        isAlive,
      );
      if (rows.length > limit) {
        const best = rows
          .map(({ sk, terms: held }) => ({ id: sk?.S ?? '', weight: shared(held?.S ?? '', terms) }))
          .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
          .slice(0, limit);
        const ids = best.map(({ id }) => id);
        return { resumes: await getMany(owner, ids, call), stored: rows.length };
      }
      // Few enough to be read whole: so those are found too that have no row.
      const listed = await under(RESUME_PREFIX + owner, ATTRIBUTES, limit, call);
      const others = rows.flatMap(({ sk }) => (listed.some((item) => item.sk?.S === sk?.S) ? [] : (sk?.S ?? [])));
      const resumes = [...read(listed), ...(await getMany(owner, others, call))].sort(byId).slice(0, limit);
      return { resumes, stored: resumes.length };
    },
  };
}

const byId = (a: Found, b: Found) => (a.id < b.id ? -1 : 1);

function shared(held: string, terms: ReadonlyMap<string, number>): number {
  return held.split('\n').reduce((sum, term) => sum + (terms.get(term) ?? 0), 0);
}
