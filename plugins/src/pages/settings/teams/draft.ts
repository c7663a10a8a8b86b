import type { NewTeam, Team } from '@summit/contracts';

/** A team as it is typed. */
export interface Draft {
  name: string;
  /** One a line; commas do as well. */
  repositories: string;
}

export const draftOf = (team: Team | undefined): Draft => ({
  name: team?.name ?? '',
  repositories: team?.repositories.join('\n') ?? '',
});

export const bodyOf = ({ name, repositories }: Draft): NewTeam => ({
  name: name.trim(),
  repositories: [
    ...new Set(
      repositories
        .split(/[\n,]/)
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ],
});

export function isReady(draft: Draft): boolean {
  const { name, repositories } = bodyOf(draft);
  return name !== '' && repositories.length > 0;
}
