-- +goose Up
-- add column "field_groups" to table: "api_tokens"
ALTER TABLE `api_tokens` ADD COLUMN `field_groups` json NULL;

-- +goose Down
-- reverse: add column "field_groups" to table: "api_tokens"
ALTER TABLE `api_tokens` DROP COLUMN `field_groups`;
