import { Refusal } from '../http/refusal';
import type { Uploader } from '../ports';

/** Whoever has a token that may upload. Throws Refusal (401, 403) otherwise. */
export function allowed(uploader: Uploader | null): Uploader {
  if (uploader === null)
    throw new Refusal(401, 'A valid API token is needed: Authorization: Bearer <token>.', [], {
      'www-authenticate': 'Bearer',
    });
  if (!uploader.mayUpload)
    throw new Refusal(403, 'This call needs a token of kind service with the scope "ingest" or "write".');
  return uploader;
}
