/** Hands a file to the browser, under this name. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The day in a file's name. */
export const today = (): string => new Date().toISOString().slice(0, 10);
