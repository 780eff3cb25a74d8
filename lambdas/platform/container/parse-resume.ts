/** Reading a resume, with its ports. */
import { inFormat, type ResumeFormat } from '../../domain/json-resume';
import type { RequestContext } from '../../ports';
import * as service from '../../services/parse-resume';
import { documents } from '../adapters/documents';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { stores } from '../adapters/stores';
import { textChain } from '../adapters/text-models';
import { uploads } from '../adapters/uploads';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function parseResume(
  request: Requested<typeof service.parseResume>,
  context: RequestContext,
  format: ResumeFormat,
) {
  const at = platform();
  const ports = {
    documents: await documents(at),
    text: await textChain(at),
    uploads: await uploads(at),
    resumes: (await stores(at)).resumes,
    knowledge: await knowledge(at),
    readPhone: await phoneReader(at),
    clock: at.clock,
  };
  return inFormat(await service.parseResume(ports, request, context), format);
}
