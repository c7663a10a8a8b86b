-- What a chunk of a log may hold: a Bloom filter of its trigrams, so that a search reads no chunk that cannot match. Null where it would tell nothing,
-- and in chunks of before: those are read.
ALTER TABLE log_chunk ADD COLUMN trigrams bytea;
-- Its bits look random: compressing them takes time and saves little.
ALTER TABLE log_chunk ALTER COLUMN trigrams SET STORAGE EXTERNAL;

-- How much of the blob's front is text: a search needs nothing of its times and colours. Null in chunks of before, of which all is read.
ALTER TABLE log_chunk ADD COLUMN text_bytes int;
