/** A file that is no report, a broken one, or one too large to keep. The message is for who uploaded it; sending it again changes nothing. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  constructor(
    readonly problem: 'unknown_format' | 'malformed' | 'too_large',
    message: string,
  ) {
    super(message);
  }
}

export const malformed = (message: string): ReportError => new ReportError('malformed', message);
export const tooLarge = (message: string): ReportError => new ReportError('too_large', message);
