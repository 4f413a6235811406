-- +goose Up
-- modify "api_tokens" table
ALTER TABLE "api_tokens" ADD COLUMN "field_groups" jsonb NULL;

-- +goose Down
-- reverse: modify "api_tokens" table
ALTER TABLE "api_tokens" DROP COLUMN "field_groups";
