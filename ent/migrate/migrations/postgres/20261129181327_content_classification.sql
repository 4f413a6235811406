-- +goose Up
-- create index "contentitem_classification" to table: "content_items"
CREATE INDEX "contentitem_classification" ON "content_items" ("classification");

-- +goose Down
-- reverse: create index "contentitem_classification" to table: "content_items"
DROP INDEX "contentitem_classification";
