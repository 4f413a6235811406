-- +goose Up
-- add column "credential_id" to table: "change_log"
ALTER TABLE `change_log` ADD COLUMN `credential_id` text NULL;
-- add column "address" to table: "change_log"
ALTER TABLE `change_log` ADD COLUMN `address` text NULL;
-- add column "hash" to table: "change_log"
ALTER TABLE `change_log` ADD COLUMN `hash` text NULL;
-- create "sealed_reads" table
CREATE TABLE `sealed_reads` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `at` datetime NOT NULL, `actor_id` text NULL, `credential_id` text NULL, `address` text NULL, `guarded_id` text NOT NULL, `record_ids` json NOT NULL, `hash` text NOT NULL);
-- create index "sealedread_guarded_id_id" to table: "sealed_reads"
CREATE INDEX `sealedread_guarded_id_id` ON `sealed_reads` (`guarded_id`, `id`);
-- create index "sealedread_actor_id_id" to table: "sealed_reads"
CREATE INDEX `sealedread_actor_id_id` ON `sealed_reads` (`actor_id`, `id`);

-- +goose Down
-- reverse: create index "sealedread_actor_id_id" to table: "sealed_reads"
DROP INDEX `sealedread_actor_id_id`;
-- reverse: create index "sealedread_guarded_id_id" to table: "sealed_reads"
DROP INDEX `sealedread_guarded_id_id`;
-- reverse: create "sealed_reads" table
DROP TABLE `sealed_reads`;
-- reverse: add column "hash" to table: "change_log"
ALTER TABLE `change_log` DROP COLUMN `hash`;
-- reverse: add column "address" to table: "change_log"
ALTER TABLE `change_log` DROP COLUMN `address`;
-- reverse: add column "credential_id" to table: "change_log"
ALTER TABLE `change_log` DROP COLUMN `credential_id`;
