/** Webhooks of callers, with their ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/webhooks';
import { workStores } from '../adapters/stores';
import { deliveryQueue, eventSender, required } from '../adapters/webhooks';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function createWebhook(request: Requested<typeof service.createWebhook>, context: RequestContext) {
  const at = platform();
  const [{ webhooks }, sender, { newSecret }] = await Promise.all([
    workStores(at),
    eventSender(at),
    import('../../webhooks/sign-event'),
  ]);
  const ports = { webhooks, sender, newSecret, anyAddress: at.config.webhooksToAnyAddress };
  return service.createWebhook(ports, request, context);
}

export async function listWebhooks(context: RequestContext) {
  return service.listWebhooks(await workStores(platform()), context);
}

export async function deleteWebhook(request: Requested<typeof service.deleteWebhook>, context: RequestContext) {
  return service.deleteWebhook(await workStores(platform()), request, context);
}

export async function testWebhook(request: Requested<typeof service.testWebhook>, context: RequestContext) {
  const at = platform();
  const [{ webhooks }, queue] = await Promise.all([workStores(at), deliveryQueue(at)]);
  return service.testWebhook({ webhooks, queue: required(queue), clock: at.clock }, request, context);
}
