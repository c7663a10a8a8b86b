import { Badge } from '@grafana/ui';

interface Props {
  words: { word: string; why: string };
  /** Certain knowledge stands out from what was concluded. */
  sure: boolean;
}

/** How sure a link is, in a word, with the reason on hover and for screen readers. */
export const ConfidenceTag = ({ words: { word, why }, sure }: Props) => (
  <span title={why} aria-label={`${word}: ${why}`} data-testid="confidence">
    <Badge color={sure ? 'green' : 'darkgrey'} icon={sure ? 'check' : 'question-circle'} text={word} />
  </span>
);
