-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_approvals" table
CREATE TABLE `new_approvals` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `subject_id` text NOT NULL, `type` text NOT NULL, `amount` integer NULL, `currency` text NOT NULL DEFAULT ('CNY'), `percent` integer NULL, `required_role` text NULL, `status` text NOT NULL DEFAULT ('REQUESTED'), `reason` text NULL, `decided_at` datetime NULL, `comment` text NULL, `opportunity_id` text NULL, `requested_by_id` text NULL, `decided_by_id` text NULL, `decided_for_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `approvals_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE SET NULL, CONSTRAINT `approvals_users_requested_by` FOREIGN KEY (`requested_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `approvals_users_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `approvals_users_decided_for` FOREIGN KEY (`decided_for_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- copy rows from old table "approvals" to new temporary table "new_approvals"
INSERT INTO `new_approvals` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `subject_id`, `type`, `amount`, `currency`, `percent`, `required_role`, `status`, `reason`, `decided_at`, `comment`, `opportunity_id`, `requested_by_id`, `decided_by_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `subject_id`, `type`, `amount`, `currency`, `percent`, `required_role`, `status`, `reason`, `decided_at`, `comment`, `opportunity_id`, `requested_by_id`, `decided_by_id` FROM `approvals`;
-- drop "approvals" table after copying rows
DROP TABLE `approvals`;
-- rename temporary table "new_approvals" to "approvals"
ALTER TABLE `new_approvals` RENAME TO `approvals`;
-- create index "approval_created_at_id" to table: "approvals"
CREATE INDEX `approval_created_at_id` ON `approvals` (`created_at`, `id`);
-- create index "approval_subject_id" to table: "approvals"
CREATE INDEX `approval_subject_id` ON `approvals` (`subject_id`);
-- create index "approval_opportunity_id" to table: "approvals"
CREATE INDEX `approval_opportunity_id` ON `approvals` (`opportunity_id`);
-- create index "approval_status_required_role" to table: "approvals"
CREATE INDEX `approval_status_required_role` ON `approvals` (`status`, `required_role`);
-- create index "approval_requested_by_id" to table: "approvals"
CREATE INDEX `approval_requested_by_id` ON `approvals` (`requested_by_id`);
-- create index "approval_decided_by_id" to table: "approvals"
CREATE INDEX `approval_decided_by_id` ON `approvals` (`decided_by_id`);
-- create index "approval_decided_for_id" to table: "approvals"
CREATE INDEX `approval_decided_for_id` ON `approvals` (`decided_for_id`);
-- create "new_gates" table
CREATE TABLE `new_gates` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `kind` text NOT NULL, `stage` text NOT NULL, `attempt` integer NOT NULL DEFAULT (1), `status` text NOT NULL DEFAULT ('NOT_STARTED'), `scheduled_for` datetime NULL, `checklist` json NULL, `decision` text NULL, `reason` text NULL, `deciders` json NULL, `decided_at` datetime NULL, `defer_until` datetime NULL, `tailored_how` text NULL, `tailored_reason` text NULL, `opportunity_id` text NOT NULL, `tailored_by_id` text NULL, `decided_for_id` text NULL, `approval_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `gates_opportunities_opportunity` FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities` (`id`) ON DELETE CASCADE, CONSTRAINT `gates_users_tailored_by` FOREIGN KEY (`tailored_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `gates_users_decided_for` FOREIGN KEY (`decided_for_id`) REFERENCES `users` (`id`) ON DELETE SET NULL, CONSTRAINT `gates_approvals_approval` FOREIGN KEY (`approval_id`) REFERENCES `approvals` (`id`) ON DELETE SET NULL);
-- copy rows from old table "gates" to new temporary table "new_gates"
INSERT INTO `new_gates` (`id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `kind`, `stage`, `attempt`, `status`, `scheduled_for`, `checklist`, `decision`, `reason`, `deciders`, `decided_at`, `defer_until`, `tailored_how`, `tailored_reason`, `opportunity_id`, `tailored_by_id`, `approval_id`) SELECT `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`, `archived_at`, `kind`, `stage`, `attempt`, `status`, `scheduled_for`, `checklist`, `decision`, `reason`, `deciders`, `decided_at`, `defer_until`, `tailored_how`, `tailored_reason`, `opportunity_id`, `tailored_by_id`, `approval_id` FROM `gates`;
-- drop "gates" table after copying rows
DROP TABLE `gates`;
-- rename temporary table "new_gates" to "gates"
ALTER TABLE `new_gates` RENAME TO `gates`;
-- create index "gate_created_at_id" to table: "gates"
CREATE INDEX `gate_created_at_id` ON `gates` (`created_at`, `id`);
-- create index "gate_opportunity_id_kind_attempt" to table: "gates"
CREATE UNIQUE INDEX `gate_opportunity_id_kind_attempt` ON `gates` (`opportunity_id`, `kind`, `attempt`);
-- create index "gate_status_scheduled_for" to table: "gates"
CREATE INDEX `gate_status_scheduled_for` ON `gates` (`status`, `scheduled_for`);
-- create index "gate_approval_id" to table: "gates"
CREATE INDEX `gate_approval_id` ON `gates` (`approval_id`);
-- create index "gate_tailored_by_id" to table: "gates"
CREATE INDEX `gate_tailored_by_id` ON `gates` (`tailored_by_id`);
-- create index "gate_decided_for_id" to table: "gates"
CREATE INDEX `gate_decided_for_id` ON `gates` (`decided_for_id`);
-- create "absences" table
CREATE TABLE `absences` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `created_by` text NULL, `updated_at` datetime NOT NULL, `updated_by` text NULL, `archived_at` datetime NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `reason` text NOT NULL, `with_authority` bool NOT NULL DEFAULT (false), `confirmed_at` datetime NULL, `user_id` text NOT NULL, `deputy_id` text NOT NULL, `confirmed_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `absences_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, CONSTRAINT `absences_users_deputy` FOREIGN KEY (`deputy_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, CONSTRAINT `absences_users_confirmed_by` FOREIGN KEY (`confirmed_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL);
-- create index "absence_created_at_id" to table: "absences"
CREATE INDEX `absence_created_at_id` ON `absences` (`created_at`, `id`);
-- create index "absence_user_id_ends_at" to table: "absences"
CREATE INDEX `absence_user_id_ends_at` ON `absences` (`user_id`, `ends_at`);
-- create index "absence_deputy_id_ends_at" to table: "absences"
CREATE INDEX `absence_deputy_id_ends_at` ON `absences` (`deputy_id`, `ends_at`);
-- create index "absence_confirmed_by_id" to table: "absences"
CREATE INDEX `absence_confirmed_by_id` ON `absences` (`confirmed_by_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "absence_confirmed_by_id" to table: "absences"
DROP INDEX `absence_confirmed_by_id`;
-- reverse: create index "absence_deputy_id_ends_at" to table: "absences"
DROP INDEX `absence_deputy_id_ends_at`;
-- reverse: create index "absence_user_id_ends_at" to table: "absences"
DROP INDEX `absence_user_id_ends_at`;
-- reverse: create index "absence_created_at_id" to table: "absences"
DROP INDEX `absence_created_at_id`;
-- reverse: create "absences" table
DROP TABLE `absences`;
-- reverse: create index "gate_decided_for_id" to table: "gates"
DROP INDEX `gate_decided_for_id`;
-- reverse: create index "gate_tailored_by_id" to table: "gates"
DROP INDEX `gate_tailored_by_id`;
-- reverse: create index "gate_approval_id" to table: "gates"
DROP INDEX `gate_approval_id`;
-- reverse: create index "gate_status_scheduled_for" to table: "gates"
DROP INDEX `gate_status_scheduled_for`;
-- reverse: create index "gate_opportunity_id_kind_attempt" to table: "gates"
DROP INDEX `gate_opportunity_id_kind_attempt`;
-- reverse: create index "gate_created_at_id" to table: "gates"
DROP INDEX `gate_created_at_id`;
-- reverse: create "new_gates" table
DROP TABLE `new_gates`;
-- reverse: create index "approval_decided_for_id" to table: "approvals"
DROP INDEX `approval_decided_for_id`;
-- reverse: create index "approval_decided_by_id" to table: "approvals"
DROP INDEX `approval_decided_by_id`;
-- reverse: create index "approval_requested_by_id" to table: "approvals"
DROP INDEX `approval_requested_by_id`;
-- reverse: create index "approval_status_required_role" to table: "approvals"
DROP INDEX `approval_status_required_role`;
-- reverse: create index "approval_opportunity_id" to table: "approvals"
DROP INDEX `approval_opportunity_id`;
-- reverse: create index "approval_subject_id" to table: "approvals"
DROP INDEX `approval_subject_id`;
-- reverse: create index "approval_created_at_id" to table: "approvals"
DROP INDEX `approval_created_at_id`;
-- reverse: create "new_approvals" table
DROP TABLE `new_approvals`;
