/** Operations in memory, behind the port, for tests of services; the suite of the port holds for them too. */
import {
  OPERATION_HOURS,
  OPERATION_WORK_HOURS,
  type OperationItem,
  type ParseWork,
} from '../../lambdas/domain/operation';
import type { Clock, ItemClaim, OperationStore, StoredOperation } from '../../lambdas/ports';

const HOUR_MS = 3_600_000;

interface Row extends OperationItem {
  work: ParseWork;
  token: string;
  leaseUntil: number;
}

export function memoryOperations(clock: Clock): OperationStore {
  const heads = new Map<string, Omit<StoredOperation, 'items'>>();
  const rows = new Map<string, Row[]>();
  const results = new Map<string, string>();
  let claims = 0;

  const alive = (id: string) => {
    const head = heads.get(id);
    return head !== undefined && head.expiresAt > clock.now() ? head : undefined;
  };
  const held = ({ operationId, index, token }: ItemClaim) => {
    const row = rows.get(operationId)?.[index];
    const isTheirs = row?.state === 'running' && row.token === token;
    return isTheirs && (alive(operationId)?.workUntil ?? 0) > clock.now() ? row : undefined;
  };
  const itemOf = ({ index, state, uploadId, resumeId, fault, changedAt }: Row): OperationItem => ({
    index,
    state,
    uploadId,
    resumeId,
    fault,
    changedAt,
  });

  return {
    async create({ id, owner, kind, items }) {
      if (alive(id)) return;
      const createdAt = clock.now();
      const [workUntil, expiresAt] = [OPERATION_WORK_HOURS, OPERATION_HOURS].map(
        (hours) => createdAt + hours * HOUR_MS,
      );
      heads.set(id, {
        id,
        owner,
        kind,
        createdAt,
        workUntil: workUntil ?? 0,
        expiresAt: expiresAt ?? 0,
        isAnnounced: false,
      });
      const fresh = {
        state: 'queued',
        resumeId: null,
        fault: null,
        changedAt: createdAt,
        token: '',
        leaseUntil: 0,
      } as const;
      rows.set(
        id,
        items.map((item, index) => ({ ...fresh, ...item, index })),
      );
    },
    async get(id) {
      const head = alive(id);
      return head && { ...head, items: (rows.get(id) ?? []).map(itemOf) };
    },
    async claim(id, index, leaseUntil) {
      const row = rows.get(id)?.[index];
      const head = alive(id);
      if (row === undefined || head === undefined) return { state: 'gone' };
      if (row.state === 'succeeded' || row.state === 'failed') return { state: 'finished' };
      if (head.workUntil <= clock.now()) return { state: 'gone' };
      if (row.state === 'running' && row.leaseUntil > clock.now()) return { state: 'leased' };
      Object.assign(row, { state: 'running', token: `claim-${++claims}`, leaseUntil, changedAt: clock.now() });
      return { operationId: id, index, token: row.token, owner: head.owner, work: row.work };
    },
    async finish(claim, outcome) {
      const row = held(claim);
      if (row === undefined) return false;
      if (outcome.state === 'succeeded') results.set(`${claim.operationId} ${claim.index}`, outcome.result);
      Object.assign(row, {
        state: outcome.state,
        resumeId: outcome.state === 'succeeded' ? outcome.resumeId : null,
        fault: outcome.state === 'failed' ? outcome.fault : null,
        changedAt: clock.now(),
      });
      return true;
    },
    async release(claim) {
      const row = held(claim);
      if (row) row.leaseUntil = 0;
    },
    async item(id, index, asker) {
      const row = rows.get(id)?.[index];
      const head = alive(id);
      if (row === undefined || head === undefined) return undefined;
      const { owner, workUntil } = head;
      if (asker !== undefined && asker !== owner) return undefined;
      return { owner, workUntil, work: row.work, item: itemOf(row), result: results.get(`${id} ${index}`) ?? null };
    },
    async announced(id) {
      const head = heads.get(id);
      if (head) head.isAnnounced = true;
    },
  };
}
