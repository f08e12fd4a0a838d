"""The recipes in the file `broccoli`, with the schema of Broccoli's Room database."""

from __future__ import annotations

RECIPES_DB = "/data/data/com.flauschcode.broccoli/databases/broccoli"

FIELDS = {
    "title": "Title",
    "description": "Description",
    "source": "Source",
    "servings": "Servings",
    "preparationTime": "Preparation time",
    "ingredients": "Ingredients",
    "directions": "Directions",
}
"""Label of the editor's field by column, in the editor's order."""

SCHEMA = """
CREATE TABLE recipes (
    recipeId INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT, imageName TEXT, description TEXT, servings TEXT, preparationTime TEXT, source TEXT, ingredients TEXT,
    directions TEXT, favorite INTEGER NOT NULL DEFAULT 0);
CREATE TABLE categories (categoryId INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT);
CREATE TABLE recipes_with_categories (
    recipeId INTEGER NOT NULL, categoryId INTEGER NOT NULL, PRIMARY KEY (recipeId, categoryId));
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 3;
"""
