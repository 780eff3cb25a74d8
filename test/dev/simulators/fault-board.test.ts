import * as fc from 'fast-check';
import { simControl } from '../../../dev/simulators/control';
import { faultBoard } from '../../../dev/simulators/fault-board';

describe('faultBoard', () => {
  it('hits the calls it is aimed at, and no others', () => {
    const board = faultBoard();
    board.set({ service: 'bedrock', kind: 'reset', operation: 'Converse', model: 'a' });
    expect(board.next('bedrock', 'Converse', 'a')?.kind).toBe('reset');
    expect(board.next('bedrock', 'Converse', 'b')).toBeUndefined();
    expect(board.next('bedrock', 'InvokeModel', 'a')).toBeUndefined();
    expect(board.next('openai', 'Converse', 'a')).toBeUndefined();
  });

  it('ends after as many hits as it was given', () => {
    const board = faultBoard();
    board.set({ service: 's3', kind: 'reset', count: 2 });
    const hits = [1, 2, 3].map(() => board.next('s3', 'GetObject') !== undefined);
    expect(hits).toEqual([true, true, false]);
    expect(board.list()).toEqual([]);
  });

  it('spreads a rate evenly and without chance', () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 300 }), (percent, calls) => {
        const board = faultBoard();
        board.set({ service: 's3', kind: 'reset', rate: percent / 100 });
        let hits = 0;
        for (let i = 0; i < calls; i++) hits += board.next('s3', 'GetObject') === undefined ? 0 : 1;
        expect(Math.abs(hits - (calls * percent) / 100)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keeps the newest of two faults with one aim', () => {
    const board = faultBoard();
    board.set({ service: 's3', kind: 'reset' });
    board.set({ service: 's3', kind: 'drip' });
    expect(board.list().map((fault) => fault.kind)).toEqual(['drip']);
  });

  it('counts calls by service and operation', () => {
    const board = faultBoard();
    board.next('s3', 'GetObject');
    board.next('s3', 'GetObject');
    board.next('openai', 'Embeddings');
    expect(board.calls()).toEqual({ s3: { GetObject: 2 }, openai: { Embeddings: 1 } });
    board.clearCalls();
    expect(board.calls()).toEqual({});
  });
});

describe('simControl', () => {
  const put = (body: unknown) => {
    const board = faultBoard();
    return {
      board,
      reply: simControl(board)('PUT', '/__sim/faults', typeof body === 'string' ? body : JSON.stringify(body)),
    };
  };

  it('sets one fault or several, lists them and clears them', () => {
    const { board, reply } = put([
      { service: 'bedrock', kind: 'error', status: 429, rate: 0.5 },
      { service: 'openai', kind: 'answer', answer: 'max-tokens' },
    ]);
    const control = simControl(board);
    expect(reply?.status).toBe(200);
    expect(control('GET', '/__sim/faults', '')?.body).toEqual(reply?.body);
    expect(control('DELETE', '/__sim/faults?service=bedrock', '')?.body).toEqual({
      faults: [{ service: 'openai', kind: 'answer', answer: 'max-tokens' }],
    });
    expect(control('DELETE', '/__sim/faults', '')?.body).toEqual({ faults: [] });
  });

  it.each([
    ['no JSON', 'x{'],
    ['an unknown service', { service: 'gemini', kind: 'reset' }],
    ['an unknown kind', { service: 's3', kind: 'explode' }],
    ['an unknown field', { service: 's3', kind: 'reset', colour: 'red' }],
    ['a rate above one', { service: 's3', kind: 'reset', rate: 1.5 }],
    ['an answer that is not named', { service: 'bedrock', kind: 'answer' }],
    ['an answer beside another kind', { service: 'bedrock', kind: 'reset', answer: 'empty' }],
    [
      'one good fault and one bad',
      [
        { service: 's3', kind: 'reset' },
        { service: 's3', kind: 'explode' },
      ],
    ],
    ['no fault at all', []],
  ])('refuses %s and sets nothing', (_sentence, body) => {
    const { board, reply } = put(body);
    expect(reply?.status).toBe(400);
    expect(board.list()).toEqual([]);
  });

  it('says what may stand where a fault is wrong', () => {
    const put = (fault: unknown) => simControl(faultBoard())('PUT', '/__sim/faults', JSON.stringify(fault));

    expect(put({ service: 'bedrock', kind: 'slow' })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/"stall-headers".*kind/s) },
    });
    expect(put([{ service: 'gemini', kind: 'reset' }])?.body).toMatchObject({
      error: expect.stringMatching(/"bedrock".*service/s),
    });
  });

  it('refuses to clear a service that is not there', () => {
    expect(simControl(faultBoard())('DELETE', '/__sim/faults?service=x', '')?.status).toBe(400);
  });

  it('leaves other paths to others', () => {
    const control = simControl(faultBoard());
    expect(control('GET', '/v1/health', '')).toBeUndefined();
    expect(control('GET', '/__sim/else', '')?.status).toBe(404);
  });
});
