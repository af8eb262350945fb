#!/usr/bin/env bash
# Puts the portal into a bucket of any S3-compatible object store, in an order in which no page ever
# names a file that is not there:   objektspeicher.sh output/ portal-bucket
# Where the store is and who may write comes from aws's own settings (AWS_ENDPOINT_URL, a profile);
# the kind of each file comes from /etc/mime.types (Debian's package media-types).
# A bucket sends no policy; that of every page stands in the page itself.
set -euo pipefail
site=$1 bucket=s3://$2
stable='public, max-age=31536000, immutable'

# The name of a file in assets/ changes with what is in it, so it is put first and never again. All else leaves that
# folder alone: a file as old as its copy to the second counts as newer, and would be put again without its year.
assets=(aws s3 sync --only-show-errors --cache-control "$stable" "$site/assets" "$bucket/assets")
rest=(aws s3 sync --only-show-errors --exclude '.*' --exclude 'assets/*' --cache-control no-cache "$site" "$bucket")
"${assets[@]}"
"${rest[@]}"
# Only now may go what no page names any more.
"${rest[@]}" --delete
"${assets[@]}" --delete

aws s3 website "$bucket" --index-document index.html --error-document 404.html
# A page that moved answers with a redirect instead of the page that leads on.
while read -r old new _; do
    aws s3api put-object --bucket "$2" --key "${old#/}index.html" --content-type text/html \
        --website-redirect-location "$new" >/dev/null
done <"$site/_redirects"
