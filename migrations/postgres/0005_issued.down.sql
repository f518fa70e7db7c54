DROP TABLE issued;
DROP TABLE series;
DROP FUNCTION series_by_one();
DROP FUNCTION series_head();
DROP FUNCTION issued_in_order();
DROP FUNCTION refuse_change();

DELETE FROM schema_steps WHERE version = 5;
