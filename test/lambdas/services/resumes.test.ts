import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import { deleteResume, getRedactedResume, getResume } from '../../../lambdas/services/resumes';
import { memoryResumes } from '../../support/fake-stores';
import { aContext } from '../../support/request-context';
import { telling } from '../../support/told-calls';

describe('resumes', () => {
  it('lets the store know the call that a resume is read or deleted for', async () => {
    const context = aContext();
    const stored = memoryResumes();
    const { id } = await stored.put(context.owner, parsedResumeSchema.parse({}));
    const told: unknown[] = [];
    const ports = { resumes: telling(stored, told) };

    await getResume(ports, { id }, context);
    await getRedactedResume(ports, { id }, context);
    await deleteResume(ports, { id }, context);

    expect(told).toEqual([context, context, context]);
  });
});
